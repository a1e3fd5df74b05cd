#include "../../common/await-spin.c"
#include "../../common/stagger-await.c"
