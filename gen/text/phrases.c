#include "text/phrases.h"
#include "base/utf8.h"
#include <stdatomic.h>
#include <stdbool.h>

/* Characters count in units of UTF-16, as they do where models are made: one of two units is none
 * that a model knows. */
#define UNITS     0x10000
#define IS_SECOND UINT16_MAX

/* The ways in which one, two and three characters can stand to a place. */
enum { ALONE = 6, PAIR = 3, TRIPLE = 4 };

/* How far behind the first of the characters a place can lie, and before it. */
enum { REACH_AFTER = 3, REACH_BEFORE = 2 };

/* Two characters, or two and a third: a slot of a hash table. */
struct sequence {
	uint32_t key; /* 0: the slot is free */
	int16_t weights[TRIPLE];
	bool has_triples; /* a pair with which triples begin */
};

struct sequences {
	struct sequence *slots;
	uint32_t mask;
};

struct phrases {
	uint32_t serial;
	int32_t base; /* minus all weights: a place has twice its own added */
	uint16_t nids;
	uint16_t ids[UNITS]; /* of the characters that the model knows, from 1 on */
	int16_t (*alone)[ALONE];
	struct sequences pairs, triples;
};

static struct sequences new_sequences(size_t n, struct arena *a)
{
	size_t nslots = 64;

	while (nslots < 2 * n)
		nslots *= 2;
	return (struct sequences){arena_array(a, nslots, sizeof(struct sequence)),
	                          (uint32_t)nslots - 1};
}

struct phrases *phrases_new(size_t nweights, struct arena *a)
{
	static atomic_uint nmodels;
	struct phrases *p = arena_alloc(a, sizeof(*p));

	p->serial = atomic_fetch_add(&nmodels, 1) + 1;
	p->alone = arena_array(a, 3 * nweights + 1, sizeof(*p->alone));
	p->pairs = new_sequences(nweights, a);
	p->triples = new_sequences(nweights, a);
	return p;
}

uint32_t phrases_serial(const struct phrases *p)
{
	return p->serial;
}

/* The slot of a key, or the free one where it would go. */
static inline struct sequence *find(const struct sequences *s, uint32_t key)
{
	uint32_t at = (key * 0x9e3779b1U) >> 8;

	while (s->slots[at & s->mask].key != 0 && s->slots[at & s->mask].key != key)
		at++;
	return &s->slots[at & s->mask];
}

static inline struct sequence *find_pair(const struct phrases *p, uint16_t first, uint16_t second)
{
	return find(&p->pairs, (uint32_t)first << 16 | second);
}

/* Of a pair by its slot, and the third character. */
static inline struct sequence *find_triple(const struct phrases *p, const struct sequence *pair,
                                           uint16_t third)
{
	return find(&p->triples, (uint32_t)(pair - p->pairs.slots) << 16 | third);
}

static struct sequence *take(struct sequence *s, uint32_t key)
{
	s->key = key;
	return s;
}

static int find_ids(struct phrases *p, struct str characters, unsigned n, uint16_t *ids)
{
	size_t at = 0;

	for (unsigned i = 0; i < n; i++) {
		uint32_t c = at < characters.n ? utf8_next(characters, &at) : UNITS;

		if (c >= UNITS)
			return -1;
		if (p->ids[c] == 0)
			p->ids[c] = ++p->nids;
		ids[i] = p->ids[c];
	}
	return at == characters.n ? 0 : -1;
}

int phrases_add(struct phrases *p, struct str feature, struct str characters, long weight)
{
	static const char kinds[] = "UBT";
	static const unsigned nways[] = {ALONE, PAIR, TRIPLE};
	const char *kind = feature.n == 3 && feature.p[1] == 'W'
	                           ? memchr(kinds, feature.p[0], sizeof(kinds) - 1)
	                           : NULL;
	unsigned n = kind ? (unsigned)(kind - kinds) : 0, way;
	uint16_t ids[3];
	struct sequence *s;

	if (!kind || feature.p[2] < '1' || weight < INT16_MIN || weight > INT16_MAX)
		return -1;
	way = (unsigned)(feature.p[2] - '1');
	if (way >= nways[n] || find_ids(p, characters, n + 1, ids) < 0)
		return -1;
	p->base -= (int32_t)weight;
	if (n == 0) {
		p->alone[ids[0]][way] = (int16_t)weight;
		return 0;
	}
	s = take(find_pair(p, ids[0], ids[1]), (uint32_t)ids[0] << 16 | ids[1]);
	if (n == 2) {
		uint32_t key = (uint32_t)(s - p->pairs.slots) << 16 | ids[2];

		s->has_triples = true;
		s = take(find_triple(p, s, ids[2]), key);
	}
	s->weights[way] = (int16_t)weight;
	return 0;
}

/* A text in the characters of a model. */
struct units {
	size_t n;
	uint16_t ids[PHRASES_LENGTH_MAX + 2];
	uint16_t at[PHRASES_LENGTH_MAX]; /* its byte, or IS_SECOND */
};

static void read_units(const struct phrases *p, struct str text, struct units *u)
{
	u->n = 0;
	for (size_t at = 0; at < text.n;) {
		size_t start = at;
		uint32_t c = utf8_next(text, &at);

		u->at[u->n] = (uint16_t)start;
		u->ids[u->n++] = c < UNITS ? p->ids[c] : 0;
		if (c < UNITS)
			continue;
		u->at[u->n] = IS_SECOND;
		u->ids[u->n++] = 0;
	}
	u->ids[u->n] = u->ids[u->n + 1] = 0;
}

/* Adds to the places around a character, at `place` behind which it stands, what it and the two
 * after it weigh there. */
static inline void weigh(const struct phrases *p, const uint16_t *ids, int32_t *place)
{
	const int16_t *alone = p->alone[ids[0]];
	const struct sequence *pair, *triple;

	for (int i = 0; i < ALONE; i++)
		place[REACH_AFTER - i] += alone[i];
	if (ids[1] == 0)
		return;
	pair = find_pair(p, ids[0], ids[1]);
	for (int i = 0; i < PAIR; i++)
		place[2 - i] += pair->weights[i];
	if (!pair->has_triples || ids[2] == 0)
		return;
	triple = find_triple(p, pair, ids[2]);
	for (int i = 0; i < TRIPLE; i++)
		place[3 - i] += triple->weights[i];
}

void phrases_find(const struct phrases *p, struct str text, uint64_t starts[PHRASES_NWORDS])
{
	int32_t sums[PHRASES_LENGTH_MAX + REACH_BEFORE + REACH_AFTER];
	struct units u;

	memset(starts, 0, PHRASES_NWORDS * sizeof(*starts));
	if (text.n > PHRASES_LENGTH_MAX)
		return;
	read_units(p, text, &u);
	memset(sums, 0, (u.n + REACH_BEFORE + REACH_AFTER) * sizeof(*sums));
	for (size_t i = 0; i < u.n; i++)
		if (u.ids[i] != 0)
			weigh(p, u.ids + i, sums + REACH_BEFORE + i);
	for (size_t i = 1; i < u.n; i++)
		if (p->base + 2 * sums[REACH_BEFORE + i] > 0 && u.at[i] != IS_SECOND)
			starts[u.at[i] / 64] |= (uint64_t)1 << u.at[i] % 64;
}
