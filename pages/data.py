from lcdash.ui import frame

say = frame.open_page("data")
frame.close_page(say)
