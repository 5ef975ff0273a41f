/*
 * What a record takes back: a label, by an event that can end one (rules_can_end), or a name that
 * is not to be shown.
 *
 * It must not be missed in a record that cannot be read, whatever is wrong with it. So the raw text
 * is searched, and the tree of it too where there is one; and whatever the route of the label, for
 * that may be what is wrong.
 */
#ifndef NIGHT_TAKEBACK_H
#define NIGHT_TAKEBACK_H

#include "base/arena.h"
#include "base/str.h"
#include "model/json.h"
#include <stdbool.h>

/* Whether a record takes back what another record of its product does not. `tree` is that of its
 * text, or NULL where that is not JSON. */
bool takeback_is_new(struct str text, const struct json *tree, struct str other,
                     const struct json *other_tree, struct arena *a);

#endif
