#include "cicu.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/unum.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>
#include <unicode/uversion.h>

void candor_icu_version(char *out) {
  UVersionInfo version;
  u_getVersion(version);
  u_versionToString(version, out);
}

void candor_icu_unicode_version(char *out) {
  UVersionInfo version;
  u_getUnicodeVersion(version);
  u_versionToString(version, out);
}

const char *candor_icu_error_name(int32_t status) { return u_errorName((UErrorCode)status); }

static const UNormalizer2 *normalizer(int32_t form, UErrorCode *error) {
  switch (form) {
    case CANDOR_ICU_NFC:
      return unorm2_getNFCInstance(error);
    case CANDOR_ICU_NFD:
      return unorm2_getNFDInstance(error);
    case CANDOR_ICU_NFKC:
      return unorm2_getNFKCInstance(error);
    case CANDOR_ICU_NFKD:
      return unorm2_getNFKDInstance(error);
    default:
      *error = U_ILLEGAL_ARGUMENT_ERROR;
      return NULL;
  }
}

int32_t candor_icu_normalize(int32_t form, const uint16_t *source, int32_t length, uint16_t *target,
                             int32_t capacity, int32_t *status) {
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2 *instance = normalizer(form, &error);
  int32_t result = U_FAILURE(error) ? 0
                                    : unorm2_normalize(instance, (const UChar *)source, length,
                                                       (UChar *)target, capacity, &error);
  *status = error;
  return result;
}

int32_t candor_icu_normalized_prefix(int32_t form, const uint16_t *source, int32_t length,
                                     int32_t *status) {
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2 *instance = normalizer(form, &error);
  int32_t result = U_FAILURE(error) ? 0
                                    : unorm2_spanQuickCheckYes(instance, (const UChar *)source,
                                                               length, &error);
  *status = error;
  return result;
}

int32_t candor_icu_fold_case(bool turkic, const uint16_t *source, int32_t length, uint16_t *target,
                             int32_t capacity, int32_t *status) {
  UErrorCode error = U_ZERO_ERROR;
  int32_t result =
      u_strFoldCase((UChar *)target, capacity, (const UChar *)source, length,
                    turkic ? U_FOLD_CASE_EXCLUDE_SPECIAL_I : U_FOLD_CASE_DEFAULT, &error);
  *status = error;
  return result;
}

int32_t candor_icu_lowercase(const char *locale, const uint16_t *source, int32_t length,
                             uint16_t *target, int32_t capacity, int32_t *status) {
  UErrorCode error = U_ZERO_ERROR;
  int32_t result = u_strToLower((UChar *)target, capacity, (const UChar *)source, length, locale,
                                &error);
  if (error == U_ILLEGAL_ARGUMENT_ERROR) {
    error = U_ZERO_ERROR;
    result =
        u_strToLower((UChar *)target, capacity, (const UChar *)source, length, "", &error);
  }
  *status = error;
  return result;
}

int32_t candor_icu_general_category(uint32_t scalar) { return u_charType((UChar32)scalar); }

bool candor_icu_is_combining_mark(uint32_t scalar) {
  return (U_GET_GC_MASK((UChar32)scalar) & (U_GC_MN_MASK | U_GC_ME_MASK)) != 0;
}

bool candor_icu_is_white_space(uint32_t scalar) { return u_isUWhiteSpace((UChar32)scalar); }

bool candor_icu_is_ideographic(uint32_t scalar) {
  return u_hasBinaryProperty((UChar32)scalar, UCHAR_IDEOGRAPHIC);
}

bool candor_icu_is_kana(uint32_t scalar) {
  UErrorCode error = U_ZERO_ERROR;
  UScriptCode script = uscript_getScript((UChar32)scalar, &error);
  return U_SUCCESS(error) && (script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA);
}

struct candor_icu_breaks {
  UBreakIterator *iterator;
  UText text;
};

candor_icu_breaks *candor_icu_breaks_open(int32_t kind, const char *locale, const char *utf8,
                                          int64_t length, int32_t *status) {
  candor_icu_breaks *breaks = malloc(sizeof *breaks);
  if (breaks == NULL) {
    *status = U_MEMORY_ALLOCATION_ERROR;
    return NULL;
  }
  const UText empty = UTEXT_INITIALIZER;
  UErrorCode error = U_ZERO_ERROR;
  UBreakIteratorType type = kind == CANDOR_ICU_BREAK_WORD ? UBRK_WORD : UBRK_CHARACTER;
  breaks->text = empty;
  breaks->iterator = ubrk_open(type, locale, NULL, 0, &error);
  if (U_FAILURE(error)) {
    error = U_ZERO_ERROR;
    breaks->iterator = ubrk_open(type, "", NULL, 0, &error);
  }
  if (U_SUCCESS(error)) {
    utext_openUTF8(&breaks->text, utf8, length, &error);
    ubrk_setUText(breaks->iterator, &breaks->text, &error);
    if (U_SUCCESS(error)) ubrk_first(breaks->iterator);
  }
  *status = error;
  if (U_FAILURE(error)) {
    candor_icu_breaks_close(breaks);
    return NULL;
  }
  return breaks;
}

void candor_icu_breaks_close(candor_icu_breaks *breaks) {
  if (breaks == NULL) return;
  if (breaks->iterator != NULL) ubrk_close(breaks->iterator);
  utext_close(&breaks->text);
  free(breaks);
}

int32_t candor_icu_breaks_next(candor_icu_breaks *breaks) {
  int32_t boundary = ubrk_next(breaks->iterator);
  return boundary == UBRK_DONE ? -1 : boundary;
}

int32_t candor_icu_breaks_rule_status(candor_icu_breaks *breaks) {
  return ubrk_getRuleStatus(breaks->iterator);
}

struct candor_icu_speller {
  UNumberFormat *format;
};

// Where a language has no rules of its own ICU spells in another: in English, or in digits.
static bool speaks(const UNumberFormat *format, const char *locale) {
  UErrorCode error = U_ZERO_ERROR;
  const char *actual = unum_getLocaleByType(format, ULOC_VALID_LOCALE, &error);
  char wanted[ULOC_LANG_CAPACITY], found[ULOC_LANG_CAPACITY];
  if (U_FAILURE(error) || actual == NULL) return false;
  uloc_getLanguage(locale, wanted, sizeof wanted, &error);
  uloc_getLanguage(actual, found, sizeof found, &error);
  return error == U_ZERO_ERROR && wanted[0] != 0 && strcmp(wanted, found) == 0;
}

candor_icu_speller *candor_icu_speller_open(int32_t kind, const char *locale, int32_t *status) {
  static const char *const rules[] = {NULL, "%spellout-ordinal", "%spellout-numbering-year"};
  if (kind < 0 || kind > CANDOR_ICU_SPELL_YEAR) {
    *status = U_ILLEGAL_ARGUMENT_ERROR;
    return NULL;
  }
  UErrorCode error = U_ZERO_ERROR;
  UNumberFormat *format = unum_open(UNUM_SPELLOUT, NULL, 0, locale, NULL, &error);
  if (U_SUCCESS(error) && !speaks(format, locale)) error = U_MISSING_RESOURCE_ERROR;
  if (U_SUCCESS(error) && rules[kind] != NULL) {
    UChar name[40];
    u_charsToUChars(rules[kind], name, (int32_t)strlen(rules[kind]) + 1);
    unum_setTextAttribute(format, UNUM_DEFAULT_RULESET, name, -1, &error);
  }
  candor_icu_speller *speller = U_SUCCESS(error) ? malloc(sizeof *speller) : NULL;
  if (speller != NULL) {
    speller->format = format;
  } else {
    if (format != NULL) unum_close(format);
    if (U_SUCCESS(error)) error = U_MEMORY_ALLOCATION_ERROR;
  }
  *status = error;
  return speller;
}

void candor_icu_speller_close(candor_icu_speller *speller) {
  if (speller == NULL) return;
  unum_close(speller->format);
  free(speller);
}

int32_t candor_icu_speller_spell(candor_icu_speller *speller, const char *decimal, int32_t length,
                                 uint16_t *target, int32_t capacity, int32_t *status) {
  UErrorCode error = U_ZERO_ERROR;
  int32_t result = unum_formatDecimal(speller->format, decimal, length, (UChar *)target, capacity,
                                      NULL, &error);
  *status = error;
  return result;
}

static uint32_t symbol(const UNumberFormat *format, UNumberFormatSymbol name) {
  UErrorCode error = U_ZERO_ERROR;
  UChar text[8];
  int32_t length = unum_getSymbol(format, name, text, 8, &error);
  return U_SUCCESS(error) && length == 1 ? text[0] : 0;
}

void candor_icu_number_symbols(const char *locale, uint32_t *grouping, uint32_t *point) {
  UErrorCode error = U_ZERO_ERROR;
  UNumberFormat *format = unum_open(UNUM_DECIMAL, NULL, 0, locale, NULL, &error);
  *grouping = *point = 0;
  if (U_FAILURE(error)) return;
  *grouping = symbol(format, UNUM_GROUPING_SEPARATOR_SYMBOL);
  *point = symbol(format, UNUM_DECIMAL_SEPARATOR_SYMBOL);
  unum_close(format);
}
