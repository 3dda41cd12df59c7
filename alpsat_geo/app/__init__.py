"""The pages and all that draws them: the only floor that knows Streamlit."""
