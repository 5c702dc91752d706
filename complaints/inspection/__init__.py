"""What a file is, whether we may take it, and its copy without hidden data (docs/attachments.md).

Knows neither Django nor the case: it runs in a child process of its own, with little memory and time, because the
decoders of images and documents meet whatever a stranger sends."""
