/* SPDX-License-Identifier: ISC */
#ifndef CALL_STREAM_SETTINGS_H
#define CALL_STREAM_SETTINGS_H

/* Built-in defaults of the settings files that all tools share. */
static const char stream_limits[] =
    "name,value,note\n"
    "record,1048576,bytes of a record at most\n"
    "columns,4096,columns of a record at most\n"
    "header_name,65536,bytes of a column name at most\n"
    "sort_memory,268435456,bytes that triage --sort holds in memory\n";

/* No map: columns are found by their names. */
static const char stream_map[] = "field,column,format,unit,values\n";

#endif
