document.body.append('webpack');
