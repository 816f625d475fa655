"""What a process of student code may do: limits, system calls, files, namespaces, and a canary that proves it."""
