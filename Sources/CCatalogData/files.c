// The compiler puts the files in: as Swift arrays of bytes they took minutes to compile.
#include "CCatalogData.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

#define FILE_NAMED(name) \
    ccd_file ccd_##name(void) { return (ccd_file) { name, sizeof name }; }

static const unsigned char models[] = {
#embed "../Catalog/Data/models.json"
};
FILE_NAMED(models)

static const unsigned char formats[] = {
#embed "../Catalog/Data/formats.json"
};
FILE_NAMED(formats)

static const unsigned char cores[] = {
#embed "../Catalog/Data/cores.json"
};
FILE_NAMED(cores)

static const unsigned char profile[] = {
#embed "../Catalog/Data/profile.json"
};
FILE_NAMED(profile)

static const unsigned char published[] = {
#embed "../Catalog/Data/published.json"
};
FILE_NAMED(published)

static const unsigned char platforms[] = {
#embed "../Catalog/Data/platforms.json"
};
FILE_NAMED(platforms)

static const unsigned char processors[] = {
#embed "../Catalog/Data/processors.json"
};
FILE_NAMED(processors)

static const unsigned char classes[] = {
#embed "../Catalog/Data/classes.json"
};
FILE_NAMED(classes)

static const unsigned char engines[] = {
#embed "../Catalog/Data/engines.json"
};
FILE_NAMED(engines)

static const unsigned char standins[] = {
#embed "../Catalog/Data/standins.json"
};
FILE_NAMED(standins)
