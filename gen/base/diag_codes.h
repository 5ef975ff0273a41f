/*
 * Every diagnostic: DIAG(code, level, "name", "what it means and what to do").
 *
 * The one table: the level of a code stands here, and fuda-diagnostics(5) lists the names (a test
 * compares).
 */
/* clang-format off */

/* the system */
DIAG(FILE_READ,           DIAG_SYSTEM,  "file-read",           "a file or folder could not be read")
DIAG(FILE_WRITE,          DIAG_SYSTEM,  "file-write",          "a file or folder could not be written")

/* JSON and text */
DIAG(ENCODING,            DIAG_ERROR,   "encoding",            "the text is not UTF-8, or begins with a byte order mark")
DIAG(JSON_SYNTAX,         DIAG_ERROR,   "json-syntax",         "the text is not JSON")
DIAG(KEY_DUPLICATE,       DIAG_ERROR,   "key-duplicate",       "an object has the same key twice")
DIAG(LINE_BLANK,          DIAG_ERROR,   "line-blank",          "a line of the export is empty")
DIAG(TEXT_CHARACTER,      DIAG_ERROR,   "text-character",      "a text has a control or bidi-control character or a noncharacter, also by a character reference in Markdown")
DIAG(KEY_MISSING,         DIAG_ERROR,   "key-missing",         "a required key is absent or null")
DIAG(KEY_UNKNOWN,         DIAG_WARNING, "key-unknown",         "a key that the format does not have; named once")
DIAG(TYPE,                DIAG_ERROR,   "type",                "a value has another type than the format says")
DIAG(VALUE_UNKNOWN,       DIAG_ERROR,   "value-unknown",       "a value is none of those that the format lists")
DIAG(VALUE_EMPTY,         DIAG_ERROR,   "value-empty",         "a required text or list is empty, or nothing of it is seen")
DIAG(LIMIT,               DIAG_ERROR,   "limit",               "a text is longer, or a list has more, than a record may have")

/* the export as a whole */
DIAG(HEADER,              DIAG_ERROR,   "header",              "the first line is not the header of a label-export/1")
DIAG(RECORDS_COUNT,       DIAG_ERROR,   "records-count",       "the header promises another number of records: a cut export")
DIAG(EXPORT_OLD,          DIAG_WARNING, "export-old",          "the export is older than max_export_age_days")

/* one value */
DIAG(ID_INVALID,          DIAG_ERROR,   "id-invalid",          "an id is outside its grammar")
DIAG(ID_RESERVED,         DIAG_ERROR,   "id-reserved",         "an id is a name that Windows keeps for devices")
DIAG(PRODUCT_DUPLICATE,   DIAG_ERROR,   "product-duplicate",   "a product_id stands in two records")
DIAG(LABEL_DUPLICATE,     DIAG_ERROR,   "label-duplicate",     "a label_id is used twice")
DIAG(DATE_INVALID,        DIAG_ERROR,   "date-invalid",        "a date is not YYYY-MM-DD, or no such day exists")
DIAG(URL_INVALID,         DIAG_ERROR,   "url-invalid",         "an address is not an absolute http or https URL")
DIAG(GTIN_INVALID,        DIAG_ERROR,   "gtin-invalid",        "a GTIN has not 8, 12, 13 or 14 digits, or a wrong check digit")
DIAG(COUNTRY_INVALID,     DIAG_ERROR,   "country-invalid",     "a country is not an ISO 3166-1 alpha-2 code")

/* one label */
DIAG(LEVEL_INVALID,       DIAG_ERROR,   "level-invalid",       "a level is not 1, 2, 3 or 4")
DIAG(CATEGORY_FORBIDDEN,  DIAG_ERROR,   "category-forbidden",  "a label of level 1 has a category")
DIAG(CATEGORY_MISSING,    DIAG_ERROR,   "category-missing",    "a label of level 2 to 4 has no category")
DIAG(CATEGORY_UNKNOWN,    DIAG_ERROR,   "category-unknown",    "a category is not in categories.json")
DIAG(CRITERIA_UNKNOWN,    DIAG_ERROR,   "criteria-unknown",    "a criteria version is not in the criteria folder")
DIAG(ITEM_UNKNOWN,        DIAG_ERROR,   "item-unknown",        "an N/A item is not in the label's criteria version")
DIAG(LEVEL_CRITERIA,      DIAG_ERROR,   "level-criteria",      "a label's level is not that of its criteria version")
DIAG(CATEGORY_CRITERIA,   DIAG_ERROR,   "category-criteria",   "a label's category is not that of its criteria version")
DIAG(ROUTE_LEVEL,         DIAG_ERROR,   "route-level",         "the route does not go with the level: self for 1 and 2, A or B for 3 and 4")
DIAG(TERM_ORDER,          DIAG_ERROR,   "term-order",          "valid_until is before acquired_on")
DIAG(TERM_LENGTH,         DIAG_ERROR,   "term-length",         "valid_until is more than two years after acquired_on")
DIAG(EVENT_EARLY,         DIAG_ERROR,   "event-early",         "an event is dated before acquired_on")
DIAG(EVENT_UNKNOWN,       DIAG_ERROR,   "event-unknown",       "an event is of no known kind")
DIAG(WITHHELD_IN_TEXT,    DIAG_ERROR,   "withheld-in-text",    "a withheld name stands in a public text of the same record, in any spelling")
DIAG(LABELS_OVERLAP,      DIAG_WARNING, "labels-overlap",      "two labels of a product at one level have terms that overlap")

/* what a registrar should look at */
DIAG(NAME_TEL,            DIAG_WARNING, "name-tel",            "a telephone number cannot be dialled; it is shown and not linked")
DIAG(NAME_EMAIL,          DIAG_WARNING, "name-email",          "an e-mail address is none; it is shown and not linked")
DIAG(NAME_CVE,            DIAG_WARNING, "name-cve",            "a CVE number is none")
DIAG(NAME_INVISIBLE,      DIAG_WARNING, "name-invisible",      "a name has a character that is not seen, more than four marks on one, or a mark on none")
DIAG(NAME_SPACES,         DIAG_WARNING, "name-spaces",         "a name has spaces at its ends, or two side by side")
DIAG(MODEL_REPEATED,      DIAG_WARNING, "model-repeated",      "a product has the same model number twice")
DIAG(NAME_CLAIM,          DIAG_WARNING, "name-claim",          "a name holds a star or says that something is certified or valid: a word of name_claims")
DIAG(NAME_LIKE,           DIAG_WARNING, "name-like",           "two manufacturers or applicants differ only in spelling, or in letters that look alike")
DIAG(NAME_DIFFERS,        DIAG_WARNING, "name-differs",        "one Japanese name of a manufacturer or applicant has several English names or readings")
DIAG(NAME_WITHHELD,       DIAG_WARNING, "name-withheld",       "the applicant, who is shown, is the manufacturer, who is withheld")

/* criteria versions */
DIAG(CRITERIA_DUPLICATE,  DIAG_ERROR,   "criteria-duplicate",  "two criteria versions, or two categories, or two items of a version have one id")
DIAG(PATH_TAKEN,          DIAG_ERROR,   "path-taken",          "two criteria versions, categories, pages or files at the root, or one and what the site has there, would have one path when case is ignored")
DIAG(GRACE_EARLY,         DIAG_ERROR,   "grace-early",         "a grace period ends before the version was published")
DIAG(REPLACES_UNKNOWN,    DIAG_ERROR,   "replaces-unknown",    "a version replaces one that is not in the folder")
DIAG(REPLACES_CIRCLE,     DIAG_ERROR,   "replaces-circle",     "versions replace each other in a circle")

DIAG(PROGRAM_FAILED,      DIAG_SYSTEM,  "program-failed",      "a program that makes a mirror failed")
DIAG(PLACE_TAKEN,         DIAG_SYSTEM,  "place-taken",         "what is to be written is an input, or holds one, or is not what fuda made")
DIAG(LOCKED,              DIAG_SYSTEM,  "locked",              "another run is at work in the same place")

/* products and the days before */
DIAG(PRODUCT_MISSING,     DIAG_ERROR,   "product-missing",     "a product that was published before is not in the export")
DIAG(RETIRED_UNKNOWN,     DIAG_ERROR,   "retired-unknown",     "a product in content/retired.jsonl is neither in the export nor published nor in the ledger")
DIAG(RETIRED_UNSEEN,      DIAG_WARNING, "retired-unseen",      "the same, where nothing was published and there is no ledger")
DIAG(RETIRED_VALID,       DIAG_WARNING, "retired-valid",       "a product in content/retired.jsonl is in the export with a label that was valid on its day")
DIAG(CORRECTION_UNKNOWN,  DIAG_ERROR,   "correction-unknown",  "a correction is of a product that neither the export nor content/retired.jsonl has")
DIAG(CORRECTION_REPEATED, DIAG_ERROR,   "correction-repeated", "two corrections of one day say the same")
DIAG(COMMITMENT_ORDER,    DIAG_ERROR,   "commitment-order",    "a version of content/commitment.jsonl is not later than the one before it")
DIAG(PRODUCT_UNKNOWN,     DIAG_SYSTEM,  "product-unknown",     "the product asked for is not in the export")

DIAG(FILE_MENDED,         DIAG_WARNING, "file-mended",         "a published file was missing, unreadable or not as it was published, and was written again; or the list of files was")

/* gates: each stops the night, as do some above, and --accept=NAME=FIGURE lets one known case through */
DIAG(EXPORT_TOO_OLD,      DIAG_ERROR,   "export-too-old",      "a site is published and the export is older than max_export_age_days")
DIAG(EXPORT_OLDER,        DIAG_ERROR,   "export-older",        "the export is older than the one published before")
DIAG(MANY_ENDED,          DIAG_ERROR,   "many-ended",          "more than max_ended_percent of the valid labels ended in one night")
DIAG(MANY_CHANGED,        DIAG_ERROR,   "many-changed",        "more than max_changed_percent of the products changed in one night")
DIAG(EXPORT_FUTURE,       DIAG_ERROR,   "export-future",       "the export was made more than a day after the as-of day")
DIAG(AS_OF_FUTURE,        DIAG_ERROR,   "as-of-future",        "the as-of day is more than a year after the export was made")
DIAG(AS_OF_OLDER,         DIAG_ERROR,   "as-of-older",         "the as-of day is before that of the published site")
DIAG(BASE_URL_CHANGED,    DIAG_ERROR,   "base-url-changed",    "base_url is not that of the published site: every QR code would be another")
DIAG(INSTALLED_CHANGED,   DIAG_ERROR,   "installed-changed",   "the installed layouts, words or static files are not those of the published site")
DIAG(PAGES_GONE,          DIAG_ERROR,   "pages-gone",          "a language, or a page that is not a product's, was published and is not made any more")
DIAG(CORRECTION_GONE,     DIAG_ERROR,   "correction-gone",     "a correction that was published is not in content/corrections.jsonl as it was")
DIAG(KEYS_GONE,           DIAG_ERROR,   "keys-gone",           "announcements of keys that were published do not stand in content/keys.txt any more")
DIAG(STATE_LOST,          DIAG_ERROR,   "state-lost",          "a site is published, and what is known of its products is lost or damaged")
DIAG(CRITERIA_GONE,       DIAG_ERROR,   "criteria-gone",       "a criteria version that was published is not in the folder any more")
DIAG(CRITERIA_CHANGED,    DIAG_ERROR,   "criteria-changed",    "a criteria version was changed after its publication")

/* the days before: records that stand in for bad ones */
DIAG(RECORD_FALLBACK,     DIAG_WARNING, "record-fallback",     "a record has errors, and the last good one of its product stands in for it")
DIAG(RECORD_LEFT_OUT,     DIAG_WARNING, "record-left-out",     "a record has errors and stands in no earlier export: its product is left out")
DIAG(FALLBACK_REFUSED,    DIAG_ERROR,   "fallback-refused",    "the export of --fallback cannot stand in for what is wrong")
DIAG(FALLBACK_OTHER,      DIAG_ERROR,   "fallback-other",      "a record of --fallback is not the one that is published")

/* the site: settings, strings, layouts, content */
DIAG(SETTING_UNKNOWN,     DIAG_ERROR,   "setting-unknown",     "a setting that fuda does not have")
DIAG(SETTING_INVALID,     DIAG_ERROR,   "setting-invalid",     "a setting has a value it cannot have")
DIAG(STRING_MISSING,      DIAG_ERROR,   "string-missing",      "strings.json of a language lacks a text that is needed")
DIAG(LAYOUT_SYNTAX,       DIAG_ERROR,   "layout-syntax",       "a tag of a layout is not closed, not opened or malformed")
DIAG(LAYOUT_NAME,         DIAG_ERROR,   "layout-name",         "a layout uses a name that the page kind does not have")
DIAG(LAYOUT_TYPE,         DIAG_ERROR,   "layout-type",         "a layout uses a name in a way that its type does not allow")
DIAG(LAYOUT_PLACE,        DIAG_ERROR,   "layout-place",        "a layout puts a value where it cannot be made safe")
DIAG(LAYOUT_MISSING,      DIAG_ERROR,   "layout-missing",      "a layout, partial or parent does not exist")
DIAG(LAYER_BOUND,         DIAG_ERROR,   "layer-bound",         "a copy of a file that goes with the program is of another version")
DIAG(LAYER_OLD,           DIAG_WARNING, "layer-old",           "check: a copy replaces an installed file, which has changed since or of which nobody knows the version")
DIAG(WORDS_UNUSED,        DIAG_WARNING, "words-unused",        "check: nothing uses a word, a country or a file of a language")
DIAG(SAMPLE_SETTINGS,     DIAG_WARNING, "sample-settings",     "the settings are those of the sample, and the export is another")
DIAG(OUT_INTERRUPTED,     DIAG_WARNING, "out-interrupted",     "check: a build of the output folder was interrupted")
DIAG(OUT_OWNER,           DIAG_WARNING, "out-owner",           "check: the output folder belongs to another user")
DIAG(CONTENT_INVALID,     DIAG_ERROR,   "content-invalid",     "a page of prose lacks its title, or its twin in another language; plain words lack a day; the template of label artwork is not one")

DIAG(WORDING_NAME,        DIAG_WARNING, "wording-name",        "check: a thing is called by a name that the glossary does not give it")
DIAG(WORDING_CLAIM,       DIAG_WARNING, "wording-claim",       "check: the site's own words claim for a label what nobody may claim")

/* parts of a site that several machines made */
DIAG(PART_INVALID,        DIAG_ERROR,   "part-invalid",        "a folder to be merged is not a part of this build, or has what another part has")

/* keys, signatures, and copies of a site checked against them */
DIAG(KEY_INVALID,         DIAG_SYSTEM,  "key-invalid",         "a key is not one of minisign, or the password is not its own")
DIAG(KEYS_INVALID,        DIAG_ERROR,   "keys-invalid",        "an announcement of a next key is damaged, not signed by the key it is of, of another site, or names a key twice")
DIAG(KEY_UNANNOUNCED,     DIAG_ERROR,   "key-unannounced",     "a site or a log is to be signed with a key that the earlier one has not announced")
DIAG(KEY_REPLACED,        DIAG_ERROR,   "key-replaced",        "a key signs on a day from which its next one was to sign")
DIAG(SIGNATURE_INVALID,   DIAG_ERROR,   "signature-invalid",   "MANIFEST.json has no signature, or not one of this key")
DIAG(MANIFEST_INVALID,    DIAG_ERROR,   "manifest-invalid",    "MANIFEST.json or a part of the list of files is not as it was signed, or is of a shard")
DIAG(MANIFEST_OLD,        DIAG_ERROR,   "manifest-old",        "the copy is older than the edition that was asked for")
DIAG(FILE_CHANGED,        DIAG_ERROR,   "file-changed",        "a file of the copy is not as it was published")
DIAG(FILE_MISSING,        DIAG_ERROR,   "file-missing",        "a file that was published is not in the copy")
DIAG(FILE_LEFTOVER,       DIAG_WARNING, "file-leftover",       "a file stands in the copy that an operating system leaves on a medium; it is no part of the site")
DIAG(FILE_ADDED,          DIAG_ERROR,   "file-added",          "a file stands in the copy that was not published")

/* the log of editions, and proofs made from it */
DIAG(LOG_INVALID,         DIAG_ERROR,   "log-invalid",         "a log is not whole, was changed, is of another site or is not signed by this key")
DIAG(LOG_FORKED,          DIAG_ERROR,   "log-forked",          "a log is older than a checkpoint that was signed, or does not continue it")
DIAG(LOG_MISSING,         DIAG_ERROR,   "log-missing",         "an edition is not in the log")
DIAG(PROOF_INVALID,       DIAG_ERROR,   "proof-invalid",       "a proof does not hold: what it says was not logged, or not signed by this key")
DIAG(LOG_DAY,             DIAG_ERROR,   "log-day",             "the edition is of a day before that of the last one logged")

/* clang-format on */
