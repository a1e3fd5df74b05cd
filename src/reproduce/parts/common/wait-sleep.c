			while (returned < attempts)
				usleep(100); /* only in its sleep others go */
