#include "model/withheld.h"
#include "base/utf8.h"
#include "model/punycode.h"
#include "text/company.h"
#include "text/identity.h"

#define CHARACTERS_MIN 3

/* So many characters of kanji and kana are a name wherever they stand. */
#define CHARACTERS_FREE 5

/* Beside the script: something that was left out stands before the character. */
#define BREAK 0x80

/* A text folded, and for each byte the script of its character as it was written. */
struct folded {
	struct buf text, script;
};

static void folded_init(struct folded *f)
{
	buf_init(&f->text);
	buf_init(&f->script);
}

static void folded_release(struct folded *f)
{
	buf_release(&f->text);
	buf_release(&f->script);
}

/* A mark is of the script of what it stands behind. */
static void fold(struct folded *f, struct str text)
{
	unsigned char last = IDENTITY_NONE, pause = BREAK;

	for (size_t at = 0; at < text.n;) {
		uint32_t c = utf8_next(text, &at);
		enum identity_script script = identity_classify(c);
		size_t before = f->text.n;

		identity_add_character(&f->text, c);
		if (f->text.n == before) {
			if (script == IDENTITY_NONE)
				pause = BREAK;
			continue;
		}
		if (script != IDENTITY_MARK)
			last = (unsigned char)script;
		for (size_t i = before; i < f->text.n; i++) {
			buf_add_byte(&f->script, (char)(last | pause));
			pause = 0;
		}
	}
}

/* A company's form ends a run, though it is of the same script. */
static void part_forms(struct folded *f)
{
	for (size_t i = 0; i < f->text.n; i++) {
		size_t n = company_form_length(buf_str(&f->text), i);

		if (n == 0)
			continue;
		f->script.p[i] = (char)(f->script.p[i] | BREAK);
		i += n;
		if (i < f->text.n)
			f->script.p[i] = (char)(f->script.p[i] | BREAK);
		i--;
	}
}

static size_t count_characters(struct str s)
{
	size_t n = 0;

	for (size_t at = 0; at < s.n;)
		n += identity_classify(utf8_next(s, &at)) != IDENTITY_MARK;
	return n;
}

static size_t count_breaks(struct str script)
{
	size_t n = 0;

	for (size_t i = 1; i < script.n; i++)
		n += ((unsigned char)script.p[i] & BREAK) != 0;
	return n;
}

static unsigned script_at(struct str script, size_t i)
{
	return (unsigned char)script.p[i] & ~(unsigned)BREAK;
}

static void add_name(struct withheld *w, struct str text, struct arena *a)
{
	struct withheld_name *name = &w->names[w->nnames];
	struct buf core, expanded;
	struct folded f;
	size_t at;

	folded_init(&f);
	buf_init(&core);
	buf_init(&expanded);
	company_add_core(&core, text);
	company_add_expanded(&expanded, text);
	fold(&f, buf_str(&expanded));
	at = str_find(buf_str(&f.text), buf_str(&core));
	if (core.n > 0) {
		*name = (struct withheld_name){.core = arena_copy(a, buf_str(&core)),
		                               .ncharacters = count_characters(buf_str(&core))};
		name->script = arena_copy(a, str_sub(buf_str(&f.script), at, at + core.n));
		name->nbreaks = count_breaks(name->script);
		w->nnames++;
	}
	buf_release(&expanded);
	buf_release(&core);
	folded_release(&f);
}

void withheld_read(struct withheld *w, const struct json *name, struct arena *a)
{
	*w = (struct withheld){.names = arena_array(a, name->nchildren, sizeof(*w->names))};
	for (const struct json *part = name->child; part; part = part->next)
		if (part->kind == JSON_STRING)
			add_name(w, part->text, a);
}

static bool is_word_script(unsigned script)
{
	return script == IDENTITY_LATIN || script == IDENTITY_DIGIT;
}

/* Whether a run may end between the character before `at` and the one there. */
static bool is_bound(struct str script, size_t at)
{
	return at == 0 || at == script.n || ((unsigned char)script.p[at] & BREAK) != 0 ||
	       script_at(script, at - 1) != script_at(script, at);
}

/* Whether the character at `at` belongs to the one before: a voiced mark makes another letter. */
static bool is_joined(struct str text, size_t at)
{
	uint32_t c = at < text.n ? utf8_next(text, &(size_t){at}) : 0;

	return (c >= 0x300 && c <= 0x36f) || c == 0x3099 || c == 0x309a;
}

/* Whether what stands at `at`, which is the name letter by letter, is the name. */
static bool is_whole(const struct withheld_name *name, const struct folded *f, size_t at)
{
	struct str script = buf_str(&f->script);
	size_t end = at + name->core.n, nbreaks;
	bool is_short = name->ncharacters < CHARACTERS_FREE;

	if (is_joined(buf_str(&f->text), end))
		return false;
	if ((is_short || is_word_script(script_at(name->script, 0))) && !is_bound(script, at))
		return false;
	if ((is_short || is_word_script(script_at(name->script, name->script.n - 1))) &&
	    !is_bound(script, end))
		return false;
	if (!is_short || !is_word_script(script_at(name->script, 0)))
		return true;
	/* "A C E" is ACE, but "class A, CE" is not. */
	nbreaks = count_breaks(str_sub(script, at, end));
	return nbreaks == 0 || nbreaks == name->nbreaks || nbreaks + 1 >= name->ncharacters;
}

static bool has_name(const struct folded *f, const struct withheld_name *name)
{
	struct str text = buf_str(&f->text);
	size_t at = 0;

	if (name->ncharacters < CHARACTERS_MIN)
		return false;
	while (at < text.n) {
		at += str_find(str_sub(text, at, text.n), name->core);
		if (at < text.n && is_whole(name, f, at))
			return true;
		at++;
	}
	return false;
}

static bool has_any(const struct withheld *w, struct str text)
{
	struct buf expanded;
	struct folded f;
	bool found = false;

	buf_init(&expanded);
	folded_init(&f);
	company_add_expanded(&expanded, text);
	fold(&f, buf_str(&expanded));
	part_forms(&f);
	for (size_t i = 0; i < w->nnames && !found; i++)
		found = has_name(&f, &w->names[i]);
	folded_release(&f);
	buf_release(&expanded);
	return found;
}

/* The text as it is behind its percent signs. */
static void add_decoded(struct buf *b, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		int high = text.p[i] == '%' && i + 2 < text.n ? str_hex_digit(text.p[i + 1]) : -1;
		int low = high >= 0 ? str_hex_digit(text.p[i + 2]) : -1;

		buf_add_byte(b, low >= 0 ? (char)(high * 16 + low) : text.p[i]);
		i += low >= 0 ? 2 : 0;
	}
}

/* The text as browsers show the hosts in it. */
static bool has_any_host(const struct withheld *w, struct str text)
{
	struct buf shown;
	bool found;

	if (str_find(text, STR("--")) == text.n)
		return false;
	buf_init(&shown);
	punycode_add_decoded(&shown, text);
	found = has_any(w, buf_str(&shown));
	buf_release(&shown);
	return found;
}

bool withheld_is_in(const struct withheld *w, struct str text)
{
	struct buf decoded;
	bool found = has_any(w, text) || has_any_host(w, text);

	if (found || str_find_byte(text, '%') == text.n)
		return found;
	buf_init(&decoded);
	add_decoded(&decoded, text);
	if (utf8_find_invalid(buf_str(&decoded)) == decoded.n)
		found = has_any(w, buf_str(&decoded)) || has_any_host(w, buf_str(&decoded));
	buf_release(&decoded);
	return found;
}

bool withheld_is_name(const struct withheld *w, struct str text)
{
	struct buf core;
	bool found = false;

	buf_init(&core);
	company_add_core(&core, text);
	for (size_t i = 0; i < w->nnames && !found; i++)
		found = str_is_equal(buf_str(&core), w->names[i].core);
	buf_release(&core);
	return found;
}
