// libxlsxwriter for Swift. Its flags are macros and enumerators of unnamed types, which Swift imports badly or not at all.
#ifndef HEADCOUNT_CXLSXWRITER_SHIM_H
#define HEADCOUNT_CXLSXWRITER_SHIM_H

#include <xlsxwriter.h>

static const int cxlsxwriter_no_error = LXW_NO_ERROR;
static const unsigned char cxlsxwriter_table_style = LXW_TABLE_STYLE_TYPE_LIGHT;

#endif
