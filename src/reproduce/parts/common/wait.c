static void wait_for(atomic_int *slot, int attempt)
{
	while (*slot < attempt)
		relax();
}
