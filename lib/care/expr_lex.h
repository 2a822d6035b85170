/* SPDX-License-Identifier: ISC */
#ifndef CARE_EXPR_LEX_H
#define CARE_EXPR_LEX_H

#include <stdarg.h>

#include "care/expr_parse.h"

/* From text to tokens, for expr_parse.c only. */
enum token_type {
	TOKEN_END,
	TOKEN_WORD,
	TOKEN_CONSTANT,
	TOKEN_TEXT,
	TOKEN_OP,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_BAD
};

struct token {
	enum token_type type;
	size_t at;	     /* offset of its first byte */
	enum expr_kind kind; /* of a constant */
	double number;
	struct bytes text; /* of a word or a text */
	enum expr_op op;
};

struct lexer {
	char *text; /* changed in place */
	size_t len;
	size_t pos; /* behind the token */
	struct token token;
	int failed;
	struct expr_error *error;
};

/* What may begin a value, for messages. */
extern const char expr_lex_operand[];

/*
 * Fill in the error with the character at an offset.  Only the first
 * failure counts; what follows is its consequence.
 */
void expr_lex_fail(struct lexer *, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void expr_lex_vfail(struct lexer *, size_t at, const char *fmt, va_list);

/* Go on to the next token; TOKEN_END from the end or a failure on. */
void expr_lex_advance(struct lexer *);

/* A text that begins with its date, as an instant in ms; 0 or -1. */
int expr_lex_time(struct bytes, double *ms);

#endif
