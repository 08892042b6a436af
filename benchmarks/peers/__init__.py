"""The same workload, done with other tools: each through its public interface, and as well as it allows."""
