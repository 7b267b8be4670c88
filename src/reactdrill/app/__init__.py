"""The program people see: pygame scenes over one theme, one layout system and one focus model."""
