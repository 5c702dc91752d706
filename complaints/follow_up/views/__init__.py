"""The citizen's side of a filed case. Open to visitors, who see a case only with its code or their account."""
