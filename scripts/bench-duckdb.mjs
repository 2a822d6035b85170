// SPDX-License-Identifier: ISC
// DuckDB adding one arithmetic column to a CSV, 2 threads, order kept:
// node bench-duckdb.mjs IN OUT
import { DuckDBInstance } from '@duckdb/node-api';

const [, , from, to] = process.argv;
const db = await DuckDBInstance.create(':memory:', { threads: '2' });
const c = await db.connect();
await c.run('SET preserve_insertion_order = true');
await c.run(`COPY (SELECT *, coalesce(try_cast(talk AS INT), 0) +
    coalesce(try_cast(wrap AS INT), 0) AS x
    FROM read_csv('${from}', header = true, all_varchar = true))
    TO '${to}' (HEADER, DELIMITER ',')`);
