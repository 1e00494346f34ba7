"""Room life: comments, reactions and clicks."""
