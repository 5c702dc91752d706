"""Who waits at a stand: numbers handed out, printed and called, and the screen that shows them."""
