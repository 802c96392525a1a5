"""What the administrators, and everybody for themself, can do to users, posts, absences and units.

Each action checks its own warrant (404 when the thing is not the actor's to know of), is one transaction
and leaves an entry on the trail.
"""
