		while (go <= i)
			;
