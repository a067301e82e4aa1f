// libarchive for Swift. The file types are macros with a cast in them, which Swift does not import.
#ifndef HEADCOUNT_CARCHIVE_SHIM_H
#define HEADCOUNT_CARCHIVE_SHIM_H

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>

typedef enum {
    carchive_file,
    carchive_folder,
    carchive_symbolic_link,
    carchive_hard_link,
    carchive_special
} carchive_kind;

static inline carchive_kind carchive_entry_kind(struct archive_entry *entry) {
    if (archive_entry_hardlink(entry) != NULL) return carchive_hard_link;
    switch (archive_entry_filetype(entry)) {
        // An archive that does not say is one of files.
        case 0:
        case AE_IFREG: return carchive_file;
        case AE_IFDIR: return carchive_folder;
        case AE_IFLNK: return carchive_symbolic_link;
        default: return carchive_special;
    }
}

#endif
