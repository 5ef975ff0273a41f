#include "proof/told.h"
#include "model/json.h"

static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

static struct str find_text(const struct json *object, struct str key)
{
	const struct json *value = object ? json_find(object, key) : NULL;
	bool is_text = value && (value->kind == JSON_STRING || value->kind == JSON_NUMBER);

	return is_text ? value->text : STR_NONE;
}

/* Appends what stands before a value, and the value, if there is one. */
static void add_value(struct buf *b, const char *before, const struct json *object, struct str key)
{
	struct str text = find_text(object, key);

	if (!text.p)
		return;
	buf_add(b, str_from(before));
	diag_add_visible(b, text);
}

static void add_label(struct buf *b, const struct json *label)
{
	if (!label || label->kind != JSON_OBJECT)
		return;
	add_value(b, "label ", label, STR("label_id"));
	add_value(b, ", level ", label, STR("level"));
	add_value(b, ", criteria ", label, STR("criteria"));
	add_value(b, ", status ", label, STR("status"));
	add_value(b, ", reason ", label, STR("reason"));
	add_value(b, ", end ", label, STR("end"));
}

void told_add(struct buf *b, const struct proof *proof, struct str key_id, struct str led,
              struct arena *a)
{
	struct date_parts day = date_split(proof->logged.as_of);
	const struct json *tree, *also, *retired;
	struct diag d;

	diag_init(&d);
	tree = json_parse(proof->label, (struct place){.file = STR("label.json")}, a, &d);
	diag_release(&d);
	buf_printf(b, "On %d %s %d the registry said of ", day.day, months[day.month - 1],
	           day.year);
	diag_add_visible(b, proof->id);
	buf_add(b, STR(": "));
	add_label(b, tree ? json_find(tree, STR("label")) : NULL);
	also = tree ? json_find(tree, STR("also")) : NULL;
	for (also = also ? also->child : NULL; also; also = also->next) {
		buf_add(b, STR(";\nalso "));
		add_label(b, also);
	}
	retired = tree ? json_find(tree, STR("retired")) : NULL;
	if (retired)
		add_value(b, " (retired) ", retired, STR("date"));
	buf_printf(b, ";\nlogged as entry %zu of %.*s;\nsigned by key %.*s%.*s.\n",
	           proof->log.index, STR_ARG(proof->checkpoint.origin), STR_ARG(key_id),
	           STR_ARG(led));
}
