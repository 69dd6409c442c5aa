from lcdash.ui import frame

say = frame.open_page("overview")
frame.close_page(say)
