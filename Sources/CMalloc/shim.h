#pragma once
// mallopt and its parameters: glibc's, not in Swift's module of it.
#include <malloc.h>
