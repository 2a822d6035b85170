/* SPDX-License-Identifier: ISC */
#ifndef CARE_EXPR_PARSE_H
#define CARE_EXPR_PARSE_H

#include "care/expr.h"

/*
 * From text to a tree: what expr.c makes its program from.  Nodes stand in
 * one array and know each other by index; a node follows its children.
 */
enum expr_node_type {
	NODE_NUMBER, /* a constant of any kind but text */
	NODE_TEXT,   /* a constant text */
	NODE_NAME,
	NODE_NEGATE,	 /* left */
	NODE_ARITHMETIC, /* left op right */
	NODE_COMPARE,	 /* left op right */
	NODE_SIGNAL,
	NODE_MISSING, /* left is a NODE_NAME */
	NODE_NOT,     /* left */
	NODE_AND,
	NODE_OR
};

enum expr_op {
	OP_EQUAL,
	OP_UNEQUAL,
	OP_LESS,
	OP_AT_MOST,
	OP_MORE,
	OP_AT_LEAST,
	OP_CONTAINS,
	OP_ADD,
	OP_SUBTRACT,
	OP_MULTIPLY,
	OP_DIVIDE
};

struct expr_node {
	enum expr_node_type type;
	enum expr_kind kind;
	enum expr_op op;
	size_t left, right; /* indexes of children */
	size_t at;	    /* offset in the text, for messages */
	double number;	    /* of NODE_NUMBER */
	struct bytes text;  /* of NODE_TEXT; a name's or signal's word */
	const char *words;  /* of a name: all texts it can have, or NULL */
	int64_t within;	    /* of a name, ms; 0: none */
	unsigned slot;	    /* of a name or signal */
	unsigned bit;	    /* of a signal */
	unsigned cost;	    /* of all names below */
};

/*
 * Parse `len` bytes, which are changed in place (doubled quotes made
 * single, words made lower case) and must live as long as the nodes.
 * Returns the nodes, the last of them the root, and their number in
 * `*count`; or NULL with `*error`.  Free with free().
 */
struct expr_node *expr_parse(char *text, size_t len,
    const struct expr_names *names, size_t *count, struct expr_error *error);

/*
 * What a relation says of two numbers and of two texts; false when one of
 * them is missing, NAN or empty.
 */
int expr_compare(enum expr_op, double, double);
int expr_compare_texts(enum expr_op, struct bytes, struct bytes);

/*
 * Whether a node of a compiled condition's tree is true: and, or, not and
 * all that stands between them.
 */
int expr_node_holds(const struct expr *, struct expr_values *, size_t at);

/* The relation read from right to left: 3 < x is x > 3. */
enum expr_op expr_mirrored(enum expr_op);

/*
 * The numbers that a relation to the constant `c` lets pass, both ends
 * included.  Returns 0, or -1 for !=, which lets all others pass.
 */
int expr_range(enum expr_op, double c, double *low, double *high);

#endif
