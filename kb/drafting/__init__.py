"""The drafting desk: legal bases for a draft, a draft checked, a draft begun."""
