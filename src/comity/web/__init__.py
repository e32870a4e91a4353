"""The page layer: what people see in a browser, in three languages."""
