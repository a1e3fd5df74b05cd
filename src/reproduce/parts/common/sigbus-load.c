static void sigbus(int signal)
{
	siglongjmp(on_sigbus, signal);
}

/* The byte of the mapping, or that the load got SIGBUS. */
static int load(const volatile unsigned char *byte)
{
	return sigsetjmp(on_sigbus, 0) ? GOT_SIGBUS : *byte;
}
