"""Better stampers than SDL's queue: they read keys and gamepads where the system stamps them, in threads of their own."""
