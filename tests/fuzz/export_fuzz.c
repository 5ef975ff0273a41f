/*
 * Any bytes as an export: every line is read as a record.
 *
 * What is read without an error obeys the rules that others rely on; whatever was wrong stands at a
 * line of the text, in valid UTF-8.
 */
#include "base/utf8.h"
#include "model/country.h"
#include "model/gtin.h"
#include "model/id.h"
#include "model/record.h"
#include "model/rules.h"
#include "model/url.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct category categories[] = {{.id = {"router", 6}}, {.id = {"network-camera", 14}}};
static struct criteria_item items[] = {{.id = {"S1.1-01", 7}}, {.id = {"S3.RT-01", 8}}};
static struct criteria_version versions[] = {
        {.id = {"S1-1.0", 6},
         .family = {"S1", 2},
         .level = 1,
         .category = CRITERIA_NONE,
         .items = &items[0],
         .nitems = 1,
         .replaces = CRITERIA_NONE,
         .grace_ends_on = DATE_NONE},
        {.id = {"S3-router-1.0", 13},
         .family = {"S3-router", 9},
         .level = 3,
         .category = 0,
         .items = &items[1],
         .nitems = 1,
         .replaces = CRITERIA_NONE,
         .grace_ends_on = DATE_NONE},
};
static struct settings settings = {
        .languages = {.n = 2, .code = {{"ja", 2}, {"en", 2}}},
        .last_day_valid = true,
        .shorter_term_final = true,
};

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_label(const struct criteria *criteria, const struct label *label)
{
	require(id_is_valid(ID_LABEL, label->id) && !id_is_reserved(label->id));
	require(label->level >= 1 && label->level <= 4);
	require((label->level == 1) == (label->category == CRITERIA_NONE));
	require(label->criteria < criteria->nversions);
	require(criteria->versions[label->criteria].level == label->level);
	require(criteria->versions[label->criteria].category == label->category);
	require((label->route == ROUTE_SELF) == (label->level <= 2));
	require(label->acquired_on != DATE_NONE && label->applicant.in[0].n > 0);
	require(label->valid_until == DATE_NONE ||
	        (label->valid_until >= label->acquired_on &&
	         label->valid_until <= date_add_years(label->acquired_on, 2) + 1));
	for (size_t i = 0; i < label->nna_items; i++)
		require(label->na_items[i].item != NULL);
	for (size_t i = 0; i < label->nevents; i++)
		require(label->events[i].kind < EVENT_NKINDS &&
		        label->events[i].date >= label->acquired_on);
}

static void check_product(const struct criteria *criteria, const struct product *product)
{
	const struct rules rules = {criteria, &settings};
	struct standing standing;

	require(id_is_valid(ID_PRODUCT, product->id) && !id_is_reserved(product->id));
	require(product->name.in[0].n > 0 && product->nmodels > 0 && product->nlabels > 0);
	for (size_t i = 0; i < product->nmodels; i++)
		require(product->models[i].number.n > 0);
	for (size_t i = 0; i < product->ngtins; i++)
		require(!gtin_find_fault(product->gtins[i]));
	require(!product->site_url.p || !url_find_fault(product->site_url));
	require(!product->country.p || country_is_valid(product->country));
	require(product->is_manufacturer_disclosed || !product->manufacturer.in[0].p);
	for (size_t i = 0; i < product->nlabels; i++)
		check_label(criteria, &product->labels[i]);
	(void)rules_find_head(&rules, product, 20000, &standing, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct criteria criteria = {.versions = versions,
	                            .nversions = COUNT_OF(versions),
	                            .categories = categories,
	                            .ncategories = COUNT_OF(categories)};
	struct str text = {(const char *)data, size};
	struct product product;
	struct arena a;
	struct diag d;
	uint32_t line = 0;

	criteria_link(&criteria);
	arena_init(&a, 1 << 14);
	diag_init(&d);
	map_init(&criteria.version_by_id, &a);
	map_init(&criteria.category_by_id, &a);
	for (uint32_t i = 0; i < COUNT_OF(versions); i++)
		map_add(&criteria.version_by_id, versions[i].id, i);
	for (uint32_t i = 0; i < COUNT_OF(categories); i++)
		map_add(&criteria.category_by_id, categories[i].id, i);
	while (text.n > 0) {
		size_t end = str_find_byte(text, '\n'), nerrors = d.nerrors;

		if (record_parse(&product, str_sub(text, 0, end), STR("f"), ++line, &criteria,
		                 &settings, &a, &d) == 0) {
			require(d.nerrors == nerrors);
			check_product(&criteria, &product);
		} else {
			require(d.nerrors > nerrors);
		}
		text = str_sub(text, end < text.n ? end + 1 : end, text.n);
	}
	diag_sort(&d);
	for (size_t i = 0; i < d.nitems; i++) {
		require(d.items[i].line >= 1 && d.items[i].line <= line && d.items[i].pointer.p);
		require(utf8_find_invalid(d.items[i].text) == d.items[i].text.n);
	}
	diag_release(&d);
	arena_release(&a);
	return 0;
}
