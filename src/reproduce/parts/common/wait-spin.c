			while (returned < attempts)
				;
