"""What the dashboard computes: dataset, check, transforms, figures, maps, exports. No Streamlit outside lcdash/ui."""
