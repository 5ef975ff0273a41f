#include "base/attr.h"
#include "check.h"
#include "scratch.h"
#include "search/spill.h"
#include <unistd.h>

#define NRUNS 7

/* What a merge gives, part by part: "key:number,number;". */
struct merged {
	struct buf text;
	char last[16];
	bool is_sorted;
};

static void take(void *context, struct str key, const uint32_t *numbers, size_t nnumbers)
{
	struct merged *merged = context;
	char text[16];

	snprintf(text, sizeof(text), "%.*s", STR_ARG(key));
	merged->is_sorted = merged->is_sorted && strcmp(merged->last, text) < 0;
	memcpy(merged->last, text, sizeof(text));
	buf_printf(&merged->text, "%s:", text);
	for (size_t i = 0; i < nnumbers; i++)
		buf_printf(&merged->text, "%s%u", i > 0 ? "," : "", numbers[i]);
	buf_add_byte(&merged->text, ';');
}

static void merge_all(const struct spill *spill, struct merged *merged)
{
	for (size_t i = 0; i < spill->nparts; i++)
		CHECK(spill_merge(spill, i, take, merged) == 0);
}

static void check_few(int folder)
{
	struct merged merged = {.is_sorted = true};
	struct spill_pairs pairs;
	struct spill spill;

	spill_pairs_init(&pairs);
	CHECK(spill_open(&spill, folder, "keys", 3) == 0);
	spill_add(&pairs, STR("router"), 4);
	spill_add(&pairs, STR("router"), 2);
	spill_add(&pairs, STR("router"), 4);
	spill_add(&pairs, STR("a"), 3);
	/* The runs need not be written in their order, and one may be empty. */
	CHECK(spill_write(&spill, 0, &pairs) == 0);
	spill_add(&pairs, STR("かめ"), 300);
	spill_add(&pairs, STR("routers"), 301);
	spill_add(&pairs, STR("router"), 300);
	CHECK(spill_count(&pairs) == 3);
	spill_add_again(&pairs, 0, 2, 302);
	CHECK(spill_count(&pairs) == 5);
	CHECK(spill_write(&spill, 2, &pairs) == 0 && spill_count(&pairs) == 0);
	CHECK(spill_write(&spill, 1, &pairs) == 0);
	spill_plan(&spill);
	merge_all(&spill, &merged);
	CHECK_STR(buf_str(&merged.text), STR("a:3;router:2,4,300;routers:301,302;かめ:300,302;"));
	CHECK(merged.is_sorted);
	buf_release(&merged.text);
	spill_close(&spill);
	spill_pairs_release(&pairs);
}

/* More than one part holds: as many numbers come out as went in, in the order of the keys. */
static void check_many(int folder)
{
	struct merged merged = {.is_sorted = true};
	struct spill_pairs pairs;
	struct spill spill;
	size_t nadded = 0, nfound = 0;

	spill_pairs_init(&pairs);
	CHECK(spill_open(&spill, folder, "keys", NRUNS) == 0);
	for (uint32_t run = 0; run < NRUNS; run++) {
		for (uint32_t i = 0; i < 60000; i++) {
			char key[16];
			int n = snprintf(key, sizeof(key), "%u", i * 2654435761u % 100003);

			spill_add(&pairs, (struct str){key, (size_t)n}, run * 60000 + i);
			nadded++;
		}
		CHECK(spill_write(&spill, run, &pairs) == 0);
	}
	spill_plan(&spill);
	CHECK(spill.nparts > 1);
	merge_all(&spill, &merged);
	CHECK(merged.is_sorted);
	for (size_t i = 0; i < merged.text.n; i++)
		nfound += merged.text.p[i] == ',' || merged.text.p[i] == ';';
	CHECK(nfound == nadded);
	buf_release(&merged.text);
	spill_close(&spill);
	spill_pairs_release(&pairs);
}

int main(void)
{
	int folder;

	scratch_open();
	folder = open(scratch, O_DIRECTORY | O_RDONLY);
	scratch_or_end(folder);
	check_few(folder);
	check_many(folder);
	close(folder);
	scratch_close();
	return check_report();
}
