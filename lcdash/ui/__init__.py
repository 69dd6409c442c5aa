"""What is drawn with Streamlit: the frame of a page, its link, its filters and its downloads."""
