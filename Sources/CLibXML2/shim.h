// libxml2 for Swift. Debian's headers pull in ICU, whose UErrorCode clashes with Foundation's own copy in any file that
// sees both; nothing here needs it.
#ifndef HEADCOUNT_CLIBXML2_SHIM_H
#define HEADCOUNT_CLIBXML2_SHIM_H

#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>

#endif
