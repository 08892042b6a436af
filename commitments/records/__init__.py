"""Records: what people write, as frozen values. Each can be made from Python, from YAML data, or from JSON objects."""
