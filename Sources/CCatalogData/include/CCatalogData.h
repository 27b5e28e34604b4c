// The catalogue's data files, as they are in Sources/Catalog/Data.
#ifndef CCATALOGDATA_H
#define CCATALOGDATA_H

#include <stddef.h>

/// A file's bytes, which live as long as the program.
typedef struct {
    const unsigned char *bytes;
    size_t count;
} ccd_file;

ccd_file ccd_models(void);
ccd_file ccd_formats(void);
ccd_file ccd_cores(void);
ccd_file ccd_profile(void);
ccd_file ccd_published(void);
ccd_file ccd_platforms(void);
ccd_file ccd_processors(void);
ccd_file ccd_classes(void);
ccd_file ccd_engines(void);
ccd_file ccd_standins(void);

#endif
