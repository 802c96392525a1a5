"""Who reports something hears whether it was reported already: staff what they may see, the public what all may."""
