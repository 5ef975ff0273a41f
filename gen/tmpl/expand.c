/* The tags that put another text in: partials, parents with their blocks, strings. */
#include "base/array.h"
#include "tmpl/compile.h"

static void add_part(struct compiler *c, struct part *part)
{
	ARRAY_GROW(c->a, c->parts, c->nparts, c->parts_room);
	c->parts[c->nparts++] = part;
}

/* The part is new; its name says which. Returns NULL if the source has none of that name. */
static struct part *load_part(struct compiler *c, struct part part)
{
	const struct tmpl_source *source = c->source;
	int status = part.is_string
	                     ? source->find_string(source->context, part.name, &part.text,
	                                           &part.file, &part.lang, &c->why)
	                     : source->find(source->context, part.name, &part.text, &part.file);
	struct part *loaded;

	if (status < 0)
		return NULL;
	loaded = arena_alloc(c->a, sizeof(*loaded));
	*loaded = part;
	if (!loaded->text.p)
		loaded->text = STR("");
	if (part_scan(loaded, c->a, c->d) < 0) {
		/* Said once; whoever uses it puts nothing in. */
		loaded->ntokens = 0;
		c->has_failed = true;
	}
	return loaded;
}

static void fault_missing(struct compiler *c, struct str name, const struct part *user,
                          const char *at)
{
	if (!user) {
		diag_add(c->d, DIAG_LAYOUT_MISSING, (struct place){.file = name},
		         "there is no layout \"%.*s\"", STR_ARG(name));
		c->has_failed = true;
	} else if (c->dialect != TMPL_SPEC) {
		compile_fault(c, user, at, DIAG_LAYOUT_MISSING, "there is no partial \"%.*s\"",
		              STR_ARG(name));
	}
}

static struct part *find_in(struct compiler *c, struct map *map, struct part part)
{
	uint32_t index = map_find(map, part.name);
	struct part *loaded;

	if (index != MAP_NONE)
		return c->parts[index];
	loaded = load_part(c, part);
	if (loaded) {
		map_add(map, part.name, c->nparts);
		add_part(c, loaded);
	}
	return loaded;
}

const struct part *find_part(struct compiler *c, struct str name, const struct part *user,
                             const char *at)
{
	struct part part = {.name = name, .first_line = 1};
	const struct part *found;

	if (!user && c->source->first_line > 0)
		part.first_line = c->source->first_line;
	part.is_string = !user && c->source->is_words;
	found = find_in(c, part.is_string ? &c->strings : &c->partials, part);
	if (!found)
		fault_missing(c, name, user, at);
	return found;
}

static void fault_depth(struct compiler *c, const struct part *user, const struct token *tag)
{
	compile_fault(c, user, tag->at, DIAG_LAYOUT_SYNTAX, "\"%.*s\" is put in too deeply",
	              STR_ARG(tag->text));
	c->is_full = true;
}

/* Begins to put a part in, or an argument that stands in it. */
static int open_part(struct compiler *c, const struct part *part, const struct part *user,
                     const struct token *tag)
{
	if (c->nopen_parts == PARTS_MAX) {
		fault_depth(c, user, tag);
		return -1;
	}
	c->nexpanded++;
	c->open_parts[c->nopen_parts++] = part;
	return 0;
}

/* The same for a whole part, which must not be inside itself. The specification's dialect lets it,
 * for there sections on what is known to be empty are not compiled. */
static int open_whole_part(struct compiler *c, const struct part *part, const struct part *user,
                           const struct token *tag)
{
	for (size_t i = 0; i < c->nopen_parts && c->dialect != TMPL_SPEC; i++) {
		if (c->open_parts[i] != part)
			continue;
		compile_fault(c, user, tag->at, DIAG_LAYOUT_SYNTAX, "\"%.*s\" is put into itself",
		              STR_ARG(tag->text));
		return -1;
	}
	return open_part(c, part, user, tag);
}

static void close_part(struct compiler *c)
{
	c->nopen_parts--;
}

static struct str take_off(struct str margin, size_t n)
{
	return str_sub(margin, n < margin.n ? n : margin.n, margin.n);
}

/* The margin `own` of a tag or a line, inside the margin of the text around it. */
static struct str add_margin(struct compiler *c, const struct margin *around, struct str own)
{
	own = take_off(own, around->strip);
	if (around->add.n == 0 || own.n == 0)
		return own.n == 0 ? around->add : own;
	return arena_printf(c->a, "%.*s%.*s", STR_ARG(around->add), STR_ARG(own));
}

static int refuse_in_string(struct compiler *c, const struct range *around, const struct token *t)
{
	if (!around->part->is_string)
		return 0;
	compile_fault(c, around->part, t->at, DIAG_LAYOUT_SYNTAX,
	              "\"%.*s\": a string has no partials, parents or blocks", STR_ARG(t->text));
	return -1;
}

/* What is put in ends the elements that it begins, and no others. */
static void check_open(struct compiler *c, const struct part *part, const struct token *t,
                       unsigned before)
{
	if (c->is_lost || c->spot.nopen <= before)
		return;
	compile_fault(c, part, t->at, DIAG_LAYOUT_PLACE, "\"%.*s\" leaves <%s> open",
	              STR_ARG(t->text), spot_open_element(&c->spot));
	c->is_lost = true;
}

/* A partial, or a parent whose blocks are in place: the whole part, indented like its tag. */
static void put_part(struct compiler *c, const struct range *around, uint32_t tag)
{
	const struct token *t = &around->part->tokens[tag];
	const struct part *part = find_part(c, t->text, around->part, t->at);
	struct margin margin = {0, STR("")};
	unsigned before = c->spot.nopen;

	if (!part || open_whole_part(c, part, around->part, t) < 0)
		return;
	if (t->is_alone)
		margin.add = add_margin(c, &around->margin, t->margin);
	compile_range(c, (struct range){part, 0, part->ntokens, margin, START_AS_WRITTEN});
	check_open(c, around->part, t, before);
	close_part(c);
}

void expand_partial(struct compiler *c, const struct range *around, uint32_t tag)
{
	if (refuse_in_string(c, around, &around->part->tokens[tag]) == 0)
		put_part(c, around, tag);
}

/* Lists the blocks inside a parent tag. What else is there is never shown: an error but in the
 * specification's dialect. */
static struct arguments collect_arguments(struct compiler *c, const struct range *around,
                                          uint32_t tag)
{
	const struct part *part = around->part;
	const struct token *parent = &part->tokens[tag];
	struct arguments arguments = {.part = part};

	arguments.items = arena_array(c->a, parent->end - tag, sizeof(*arguments.items));
	for (uint32_t i = tag + 1; i < parent->end; i++) {
		const struct token *t = &part->tokens[i];
		bool is_open = t->kind >= TOKEN_SECTION && t->kind != TOKEN_PARTIAL;

		if (t->kind == TOKEN_BLOCK)
			arguments.items[arguments.n++].block = i;
		else if (c->dialect != TMPL_SPEC &&
		         (t->kind != TOKEN_TEXT ||
		          part_count_blanks(t->text) + str_has_suffix(t->text, STR("\n")) <
		                  t->text.n))
			compile_fault(c, part, t->at, DIAG_LAYOUT_SYNTAX,
			              "this is lost: inside the parent \"%.*s\" only blocks count",
			              STR_ARG(parent->text));
		if (is_open)
			i = t->end;
	}
	return arguments;
}

/* Blocks that the parent does not have would be lost without a word. */
static void check_arguments(struct compiler *c, const struct arguments *arguments,
                            const struct token *parent)
{
	const struct part *part = find_part(c, parent->text, arguments->part, parent->at);

	for (size_t i = 0; part && i < arguments->n; i++) {
		const struct token *t = &arguments->part->tokens[arguments->items[i].block];
		struct nearest nearest;

		if (arguments->items[i].is_used)
			continue;
		nearest_init(&nearest, t->text);
		for (uint32_t k = 0; k < part->ntokens; k++)
			if (part->tokens[k].kind == TOKEN_BLOCK)
				nearest_consider(&nearest, t->text, part->tokens[k].text);
		buf_clear(&c->why);
		buf_printf(&c->why, "the parent \"%.*s\" has no block \"%.*s\"",
		           STR_ARG(parent->text), STR_ARG(t->text));
		nearest_format(&nearest, &c->why);
		compile_fault(c, arguments->part, t->at, DIAG_LAYOUT_NAME, "%.*s",
		              STR_ARG(buf_str(&c->why)));
	}
}

void expand_parent(struct compiler *c, const struct range *around, uint32_t tag)
{
	const struct token *t = &around->part->tokens[tag];
	struct arguments *arguments = &c->arguments[c->narguments];
	size_t nfaults;

	if (refuse_in_string(c, around, t) < 0)
		return;
	if (c->narguments == PARTS_MAX) {
		fault_depth(c, around->part, t);
		return;
	}
	*arguments = collect_arguments(c, around, tag);
	c->narguments++;
	nfaults = c->d->nerrors;
	put_part(c, around, tag);
	/* After other faults it may be their fault. */
	if (c->dialect != TMPL_SPEC && c->d->nerrors == nfaults)
		check_arguments(c, arguments, t);
	c->narguments--;
}

/* The outermost argument of that name is the one that shows: it stands in the layout itself. One
 * that is being put in is passed over, for a block may show what it replaces. */
static struct argument *find_argument(struct compiler *c, struct str name, const struct part **part)
{
	struct argument *found = NULL;

	for (size_t i = 0; i < c->narguments; i++) {
		const struct arguments *arguments = &c->arguments[i];

		for (size_t k = 0; k < arguments->n; k++) {
			struct argument *argument = &arguments->items[k];

			if (!str_is_equal(arguments->part->tokens[argument->block].text, name))
				continue;
			argument->is_used = true;
			if (found || argument->is_active)
				continue;
			found = argument;
			*part = arguments->part;
		}
	}
	return found;
}

/* The blanks that an argument's lines begin with, to be taken off them. */
static size_t find_strip(const struct part *part, uint32_t block)
{
	return part->tokens[block].is_alone ? part_find_margin(part, block).n : 0;
}

void expand_block(struct compiler *c, const struct range *around, uint32_t tag)
{
	const struct token *t = &around->part->tokens[tag];
	struct range range = {around->part, tag + 1, t->end, around->margin, START_AS_WRITTEN};
	struct argument *argument;
	unsigned before = c->spot.nopen;

	if (refuse_in_string(c, around, t) < 0)
		return;
	argument = find_argument(c, t->text, &range.part);
	if (!argument) {
		compile_range(c, range);
		check_open(c, around->part, t, before);
		return;
	}
	if (open_part(c, range.part, around->part, t) < 0)
		return;
	range.from = argument->block + 1;
	range.to = range.part->tokens[argument->block].end;
	range.margin.strip = find_strip(range.part, argument->block);
	range.margin.add = add_margin(c, &around->margin, part_find_margin(around->part, tag));
	range.start = t->is_alone ? START_LINE : START_INLINE;
	argument->is_active = true;
	compile_range(c, range);
	check_open(c, range.part, &range.part->tokens[argument->block], before);
	argument->is_active = false;
	close_part(c);
}

bool is_string_name(const struct compiler *c, struct str name)
{
	return c->source->find_string && str_has_prefix(name, STR("t."));
}

void expand_string(struct compiler *c, const struct range *around, uint32_t tag)
{
	const struct token *t = &around->part->tokens[tag];
	struct part wanted = {.name = str_sub(t->text, 2, t->text.n), .is_string = true};
	const struct part *part;

	buf_clear(&c->why);
	part = find_in(c, &c->strings, wanted);
	if (!part) {
		compile_fault(c, around->part, t->at, DIAG_STRING_MISSING,
		              "strings.json has no text \"%.*s\"%.*s", STR_ARG(wanted.name),
		              STR_ARG(buf_str(&c->why)));
		return;
	}
	if (open_whole_part(c, part, around->part, t) < 0)
		return;
	compile_string(c, part, around->part, t->at);
	close_part(c);
}
