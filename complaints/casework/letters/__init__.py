"""Letters (docs/letters.md): what each is for (`purposes`), the texts they begin with (`texts`), what stands in their
braces (`facts`), the words put together (`composing`), numbered and sent (`sending`), asked for (`forms`)."""
