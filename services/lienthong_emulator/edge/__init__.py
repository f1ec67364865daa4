"""HTTP doors for systems that do not speak gRPC. Behind each, the agencies are asked through the stubs alone."""
