/** A worker for the tests of the pool, whose module throws before it listens. */
throw new Error("broken on purpose");
