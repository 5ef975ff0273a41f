#include "model/syntax.h"
#include "base/utf8.h"
#include <jansson.h>
#include <stdio.h>

bool syntax_find_fault(struct str text, struct syntax_fault *fault)
{
	json_error_t error;
	json_t *value;
	size_t invalid;

	/* Only the first call counts; a fixed seed keeps runs alike. */
	json_object_seed(1);
	value = json_loadb(text.p, text.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
	if (value) {
		json_decref(value);
		return false;
	}
	fault->line = error.line > 0 ? (uint32_t)error.line : 1;
	fault->column = error.column > 0 ? (uint32_t)error.column : 1;
	snprintf(fault->text, sizeof(fault->text), "%s", error.text);
	/* What it quotes may end within a character. */
	invalid = utf8_find_invalid(str_from(fault->text));
	if (fault->text[invalid] != '\0')
		snprintf(fault->text + invalid, sizeof(fault->text) - invalid, "'");
	return true;
}
