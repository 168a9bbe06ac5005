// Plain names for the few ICU functions that the text layer needs. ICU's own names are macros that
// append a version (u_strToLower_72), which Swift cannot import.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Every status is an ICU error code: 0 is success, above 0 a failure, below 0 a warning.
#define CANDOR_ICU_OK 0
#define CANDOR_ICU_BUFFER_OVERFLOW 15

// Version of the ICU library at run time ("72.1"), and of the Unicode data in it ("15.0").
// `out` must hold at least 20 bytes.
void candor_icu_version(char *out);
void candor_icu_unicode_version(char *out);

// A constant string such as "U_ILLEGAL_ARGUMENT_ERROR".
const char *candor_icu_error_name(int32_t status);

// Transformations of UTF-16 text. Each returns the length of the whole result, writes it when
// `capacity` suffices, and otherwise sets `status` to CANDOR_ICU_BUFFER_OVERFLOW.
enum { CANDOR_ICU_NFC = 0, CANDOR_ICU_NFD = 1, CANDOR_ICU_NFKC = 2, CANDOR_ICU_NFKD = 3 };
int32_t candor_icu_normalize(int32_t form, const uint16_t *source, int32_t length, uint16_t *target,
                             int32_t capacity, int32_t *status);
// The length of the leading part that is certainly in the form already.
int32_t candor_icu_normalized_prefix(int32_t form, const uint16_t *source, int32_t length,
                                     int32_t *status);
// Full case folding; `turkic` maps I to dotless i.
int32_t candor_icu_fold_case(bool turkic, const uint16_t *source, int32_t length, uint16_t *target,
                             int32_t capacity, int32_t *status);
// An unknown locale counts as the root locale.
int32_t candor_icu_lowercase(const char *locale, const uint16_t *source, int32_t length,
                             uint16_t *target, int32_t capacity, int32_t *status);

// Unicode general category in ICU's order (0 unassigned, 1 upper-case letter, ...).
int32_t candor_icu_general_category(uint32_t scalar);
// General category Mn or Me: marks that sit on their base and take no room of their own.
bool candor_icu_is_combining_mark(uint32_t scalar);
bool candor_icu_is_white_space(uint32_t scalar);
bool candor_icu_is_ideographic(uint32_t scalar);
// Script Hiragana or Katakana.
bool candor_icu_is_kana(uint32_t scalar);

// Boundaries in UTF-8 text, as byte offsets. The text must outlive the iterator; an iterator
// belongs to one thread.
typedef struct candor_icu_breaks candor_icu_breaks;
enum { CANDOR_ICU_BREAK_CHARACTER = 0, CANDOR_ICU_BREAK_WORD = 1 };
// Null on failure. An unknown locale counts as the root locale.
candor_icu_breaks *candor_icu_breaks_open(int32_t kind, const char *locale, const char *utf8,
                                          int64_t length, int32_t *status);
void candor_icu_breaks_close(candor_icu_breaks *breaks);
// The next boundary after the last one (the first call gives the end of the first segment);
// -1 at the end.
int32_t candor_icu_breaks_next(candor_icu_breaks *breaks);
// What the segment before the boundary is: 0 none, 100 number, 200 letter, 300 kana,
// 400 ideograph; each is the start of a range of one hundred.
int32_t candor_icu_breaks_rule_status(candor_icu_breaks *breaks);

// Spells numbers in the words of a language; belongs to one thread at a time.
typedef struct candor_icu_speller candor_icu_speller;
enum { CANDOR_ICU_SPELL_CARDINAL = 0, CANDOR_ICU_SPELL_ORDINAL = 1, CANDOR_ICU_SPELL_YEAR = 2 };
// Null where ICU has no such rules for the language itself.
candor_icu_speller *candor_icu_speller_open(int32_t kind, const char *locale, int32_t *status);
void candor_icu_speller_close(candor_icu_speller *speller);
// `decimal` is ASCII, such as "-12.5". The result is as of the transformations above.
int32_t candor_icu_speller_spell(candor_icu_speller *speller, const char *decimal, int32_t length,
                                 uint16_t *target, int32_t capacity, int32_t *status);
// The scalars between groups of digits and before the fraction; 0 where there are none.
void candor_icu_number_symbols(const char *locale, uint32_t *grouping, uint32_t *point);

#ifdef __cplusplus
}
#endif
