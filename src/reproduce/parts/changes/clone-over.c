#include <linux/fs.h>
#include <sys/ioctl.h>
#include "../common/clone-page.c"
