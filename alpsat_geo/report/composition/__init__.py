"""What to support first with so much money: the question, its answer in words and as HTML."""
